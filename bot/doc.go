// Package bot is the engine: it defines messages and replies and routes messages to
// handlers. It does not depend on a transport, a database or a language.
package bot
