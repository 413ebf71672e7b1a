//! The gate between an MCP client and a server that speaks over stdin and stdout: what the server says its tools are is pinned by
//! hash and looked at, calls are judged, results are looked at before a model reads them. Called by `cmd::mcp`.
//!
//! A hook sees calls, but no hook shows the list of tools that the model was given: a description that gives orders, or one that
//! changes after it was trusted, can only be seen here. Lines are passed on as they came where nothing has to be changed, so that
//! what this version does not know goes through.

pub mod judge;
pub mod pins;
pub mod proxy;
pub mod tools;
