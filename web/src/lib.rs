//! boardlint as WebAssembly: the library call for pages and for Node.
//!
//! A caller hands files over, asks for things as JSON, and gets JSON; `page/api.d.ts` is the contract. Nothing is linted here:
//! every answer comes from [`boardlint::lint`], [`boardlint::draft`] and the formats of [`boardlint::report`].

pub mod abi;
mod about;
mod call;
mod charter;
mod comments;
mod document;
mod draft;
mod edit;
mod judge;
mod lists;
mod names;
mod places;
mod reading;
mod roles;
mod session;

pub use call::answer;
pub use session::Session;
