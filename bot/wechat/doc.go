// Package wechat is the only room that knows the WeChat Official Account: it
// receives pushes (verify, decrypt, parse, answer) and makes calls to the
// platform. It knows no campaign and no words; sources are the platform's
// documentation as collected in platform.md.
package wechat
