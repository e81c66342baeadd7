// Package catalog holds the classes that serve: those that are live and the one that ended
// last. A class is served from a version of its content that is stored in the database,
// with what moderators published since, as an immutable Snapshot. Files are importers: a
// changed file becomes a stored version, and a version is what serves. Snapshots are built
// and swapped outside units, so that no message waits for an index.
package catalog
