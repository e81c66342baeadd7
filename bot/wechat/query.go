package wechat

import (
	"net/url"
	"strings"
)

// query holds the parameters that the platform puts into the URL of a push.
type query struct {
	signature, timestamp, nonce, openid, echostr string
	encryptType, msgSignature                    string
}

// parseQuery reads the query without url.Values, which would allocate a map for
// each message. The first of repeated parameters counts.
func parseQuery(raw string) (q query) {
	for part := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(part, "=")
		to := q.field(name)
		if to == nil || *to != "" {
			continue
		}
		if strings.ContainsAny(value, "%+") {
			var err error
			if value, err = url.QueryUnescape(value); err != nil {
				continue
			}
		}
		*to = value
	}
	return q
}

func (q *query) field(name string) *string {
	switch name {
	case "signature":
		return &q.signature
	case "timestamp":
		return &q.timestamp
	case "nonce":
		return &q.nonce
	case "openid":
		return &q.openid
	case "echostr":
		return &q.echostr
	case "encrypt_type":
		return &q.encryptType
	case "msg_signature":
		return &q.msgSignature
	default:
		return nil
	}
}
