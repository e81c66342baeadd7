// Package faqlab is the workbench of the matcher: commands that measure how well
// questions are understood, fit what is learnt, explain a match, and say what a
// change of a file would answer differently.
package faqlab
