"""A small imitation of Jira Cloud, Jira Server and Trello on a port of this machine, for the scripts that export from them.

Prints its port and answers until it is ended. Every second request is turned away with 429 first.
"""
import base64
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

WHO = {"accountId": "712020:11111111-1111-1111-1111-111111111111", "displayName": "Maria Gomez"}


def at(number):
    return f"2026-01-{1 + number // 20:02}T{8 + number % 12:02}:{number % 60:02}:00.000+0000"


def history(number):
    rank = {"field": "Rank", "fieldtype": "custom", "from": "", "fromString": "", "to": "", "toString": "Ranked higher"}
    return {"id": str(number), "author": WHO, "created": at(number), "items": [rank]}


def issue(number, histories, total):
    fields = {"summary": f"Story {number}", "created": at(0), "updated": at(90), "issuetype": {"name": "Story"},
              "status": {"name": "To Do"}, "creator": WHO, "reporter": WHO, "comment": {"comments": [], "total": 0}}
    log = {"startAt": 0, "maxResults": len(histories), "total": total, "histories": histories}
    return {"id": str(number), "key": f"APP-{number}", "self": f"https://x.atlassian.net/rest/api/3/issue/{number}",
            "fields": fields, "changelog": log}


ALL = [history(number) for number in range(1, 71)]
# The first has lost its oldest entries; of the second the server hides what it has lost.
ISSUES = [issue(1, ALL[-30:], 70), issue(2, ALL[:40], 40), issue(3, ALL[:2], 2)]
ACTIONS = [{"id": f"{n:024x}", "type": "updateBoard", "date": at(n % 90), "data": {"board": {"id": "b"}, "old": {}}} for n in range(2500, 0, -1)]
turned_away = set()


class Service(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, value, status=200, **headers):
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def may(self, asked):
        basic = "Basic " + base64.b64encode(b"me@example.com:s3cret").decode()
        given = self.headers.get("Authorization")
        return given in (basic, "Bearer s3cret") or asked.get("token") == "s3cret"

    def do_GET(self):
        url = urlparse(self.path)
        asked = {key: values[0] for key, values in parse_qs(url.query).items()}
        if not self.may(asked):
            return self.answer({"message": "no"}, 401)
        if self.path not in turned_away and len(turned_away) % 2 == 0:
            turned_away.add(self.path)
            return self.answer({"message": "slowly"}, 429, Retry_After="1")
        turned_away.add(self.path)
        start = int(asked.get("startAt", 0))
        match url.path.strip("/").split("/"):
            case ["rest", "api", "3", "search", "jql"] if asked["jql"] == "project = APP":
                if asked.get("nextPageToken") == "two":
                    return self.answer({"issues": ISSUES[2:], "isLast": True})
                return self.answer({"issues": ISSUES[:2], "nextPageToken": "two"})
            case ["rest", "api", "3", "issue", "APP-1", "changelog"]:
                values = ALL[start:start + 40]
                return self.answer({"startAt": start, "maxResults": 40, "total": 70, "isLast": start + 40 >= 70, "values": values,
                                    "self": "https://x.atlassian.net/rest/api/3/issue/APP-1/changelog"})
            case ["rest", "api", "3", "issue", "APP-2", "changelog"]:
                return self.answer({"startAt": 0, "maxResults": 40, "total": 0, "isLast": True, "values": []})
            case ["rest", "api", "2", "search"] if asked["jql"].startswith("project = APP"):
                page = [issue(n, ALL[:2], 2) for n in range(1, 6)][start:start + 2]
                return self.answer({"startAt": start, "maxResults": 2, "total": 5, "issues": page})
            case ["1", "boards", "abc"]:
                return self.answer({"id": "b" * 24, "name": "Board", "cards": [], "lists": [], "actions": ACTIONS[:1000]})
            case ["1", "boards", _, "actions"]:
                older = [action for action in ACTIONS if action["id"] < asked["before"]]
                return self.answer(older[:1000])
        self.answer({"message": "no such thing"}, 404)


server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
print(server.server_address[1], flush=True)
server.serve_forever()
