// Package bottest holds what tests of several rooms share: a clock that is set
// by hand, conversations written as plain text, a redis-server of the test's
// own. Only tests import it.
package bottest
