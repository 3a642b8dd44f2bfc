//! What to do about missing evidence.

use std::fmt;

/// What to do: a sentence, and a request that fetches the missing evidence if there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remedy {
    /// What to do; empty if nothing is known to help.
    pub advice: String,
    /// The request that does it.
    pub request: Option<Request>,
}

/// A request to the service that hosts a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The service.
    pub service: Service,
    /// The complete command line.
    pub command: String,
    /// An alternative to the request; empty if there is none.
    pub otherwise: String,
}

/// The service that hosts a board, as far as requests differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Jira Cloud.
    JiraCloud,
    /// Jira Server or Data Center.
    JiraServer,
    /// Trello.
    Trello,
}

impl Remedy {
    /// Advice, and the request that follows it.
    pub fn request(advice: impl Into<String>, request: Request) -> Self {
        Self { request: Some(request), ..Self::from(advice.into()) }
    }

    /// The same remedy, with each of its texts transformed by `written`.
    #[must_use]
    pub fn with_texts(&self, written: impl Fn(&str) -> String) -> Self {
        let request = self.request.as_ref().map(|Request { service, command, otherwise }| Request {
            service: *service,
            command: written(command),
            otherwise: written(otherwise),
        });
        Self { advice: written(&self.advice), request }
    }
}

/// Advice alone.
impl From<String> for Remedy {
    fn from(advice: String) -> Self {
        Self { advice, ..Self::default() }
    }
}

/// Advice alone.
impl From<&str> for Remedy {
    fn from(advice: &str) -> Self {
        Self::from(advice.to_owned())
    }
}

/// As a single line.
impl fmt::Display for Remedy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.advice)?;
        let Some(Request { command, otherwise, .. }) = &self.request else { return Ok(()) };
        write!(out, ": {command}")?;
        if otherwise.is_empty() { Ok(()) } else { write!(out, "; {otherwise}") }
    }
}

impl Service {
    /// How to get the credentials for its requests, and that they are optional.
    pub fn credentials(self) -> &'static str {
        match self {
            Self::Trello => {
                "`TRELLO_KEY` and `TRELLO_TOKEN` are an API key and a token of your own: https://trello.com/power-ups/admin makes the \
                 key (for a Power-Up of yours, under API key), and the link Token beside it the token. It is optional: what the export \
                 holds is judged without it."
            }
            Self::JiraCloud => {
                "`JIRA_EMAIL` is the address you log in to Jira with, `JIRA_TOKEN` an API token of your own: \
                 https://id.atlassian.com/manage-profile/security/api-tokens makes one. It is optional: what the export holds is \
                 judged without it."
            }
            Self::JiraServer => {
                "`JIRA_URL` is the address of your Jira, `JIRA_TOKEN` a personal access token of your own, which your profile there \
                 makes. It is optional: what the export holds is judged without it."
            }
        }
    }
}
