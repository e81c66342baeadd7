// Package bot has the types that all packages share: messages, replies, handlers and
// the errors of sending. It depends on no transport, store or language.
package bot
