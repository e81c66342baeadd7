// Package doctor says what bot/doctor found, and for each finding what to do. The command
// line and a page show the same words.
package doctor
