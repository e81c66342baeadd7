// Package newclass says what bot/content/newclass asks: the questions, what is wrong with an
// answer and how it is written, how the new class will read, and what happens when. A terminal
// and a browser show the same words.
package newclass
