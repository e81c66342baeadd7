// Package faqlab holds the commands for working on the matcher. They measure how well
// questions are understood, fit the classifier and the confidence, explain a match, and
// show what a changed file would answer differently.
package faqlab
