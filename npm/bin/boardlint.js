#!/usr/bin/env node
import { boardlint } from "../lib/program.js";

process.exitCode = boardlint({ args: process.argv.slice(2) });
