// Package newclass makes the next class out of the last one and a few answers: the questions
// as a table that knows no terminal and no browser, how each answer is read, and what follows
// from it. What the questions say stands in handlers/newclass.
package newclass
