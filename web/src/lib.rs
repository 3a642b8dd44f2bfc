//! boardlint as WebAssembly: the library call for web pages and for Node.
//!
//! A caller passes files and requests in JSON, and gets JSON back; `page/api.d.ts` is the contract. This
//! crate does not lint anything itself: all answers come from [`boardlint::lint`], [`boardlint::draft`] and
//! the formats of [`boardlint::report`].

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
