// Package wxsim simulates the WeChat platform for tests and demonstrations: it pushes
// messages to a webhook, answers the calls of the API, and shows the phones of the
// people on a web page and a terminal. It signs, encrypts and checks replies with its
// own code and imports no other package of this module, so that it cannot share a
// mistake with the product.
package wxsim
