// Package metrics counts what the program does, for Prometheus. The labels of a metric have
// few and fixed values: none comes from a message, a person, the platform or a file. What
// happens for each message is counted by adding to a number that was looked up before; what
// waits in the database is read when somebody asks, at most once in some seconds.
package metrics
