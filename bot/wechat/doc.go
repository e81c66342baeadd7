// Package wechat is the only package that knows the WeChat Official Account. It
// receives pushes (verifies, decrypts, parses and answers them) and makes calls to
// the platform, through the SDK where docs/sdk.md says so. The platform's error
// codes and limits are defined here and nowhere else. The package knows neither
// campaigns nor the texts that people read.
package wechat
