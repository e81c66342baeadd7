// Package bot is the engine: what a message is, what a reply is, and how one
// finds its handler. It knows no transport, no store and no Chinese; the
// rooms under it do.
package bot
