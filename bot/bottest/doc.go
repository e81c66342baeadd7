// Package bottest has helpers that the tests of several packages share: conversations
// written as plain text, and servers that a test starts for itself. Only tests import
// it.
package bottest
