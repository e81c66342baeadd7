// Package moderation decides what moderators may do with a class and does it. It has a
// service for each subject and a method for each action. A method checks the actor's
// role, then the rule, writes through a port, records the change in the audit log and
// returns a typed result or a sentinel error.
//
// It holds no words that people read, and it knows neither HTTP nor the syntax
// of chat commands: chat, console and command line all call the same methods.
//
// Every method joins the unit of its context, and its reads and writes belong
// together: callers run it inside one unit. A unit may run more than once, so
// no method has effects besides its ports.
package moderation
