// Package wxsim plays the WeChat platform to a webhook and shows it as a phone:
// a page and a terminal. It signs, encrypts and checks replies with code of its
// own and imports nothing of ours, so that it checks us instead of agreeing
// with us (platform.md §7).
package wxsim
