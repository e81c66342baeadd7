// Package gate decides, in one awaited question a message, whether the message
// is a repeat and whether its sender is over the limit. It is the only importer
// of go-redis. It may forget everything at any moment: the journal is the
// truth, so nothing is ever granted or said twice because of it.
package gate
