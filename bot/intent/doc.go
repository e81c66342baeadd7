// Package intent finds out what people mean. A Reader turns a message into
// bot.Readings without knowing who sent it; Resolve chooses one Intent from the
// readings and what is known of the sender. Only a Reader matches, so that all
// costly work is done before a transaction; Resolve compares a few fields.
//
// The package also owns the shape of the one table of command words: everything
// that depends on which words are commands is derived from its rows.
//
// It has no I/O, and it holds no words that are said to people: the Chinese here
// is what people type.
package intent
