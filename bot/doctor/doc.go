// Package doctor looks at a set-up and finds what is wrong with it: settings, the account's
// API, the database, Redis, the machine. It changes nothing and sends no message. A finding
// has no words; handlers/doctor says it.
package doctor
