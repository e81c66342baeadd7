// Package listener is the door to the network: it finds out who asks, also behind proxies,
// bounds the connections, and has the certificates.
package listener
