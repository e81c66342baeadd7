package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"

	"zhujiao/bot"
)

// numbers are the fields of the platform's answers that are numbers.
const numbers = "errcode|expires_in|total|count|subscribe|id|daily_limit|used|remain|msg_id|msg_data_id|created_at|expire_seconds|menuid"

// quotedNumber matches one of these, sent as a string. Within a string a quotation mark follows a backslash, so that it matches no
// words of people.
var quotedNumber = regexp.MustCompile(`("(?:` + numbers + `)"\s*:\s*)"(-?\d{1,18})"`)

// readable returns an answer that every decoder reads: without control characters in
// names and remarks, and with numbers as numbers. What is no JSON stays as it is.
func readable(answer []byte) []byte {
	start := bytes.TrimLeft(bytes.TrimPrefix(answer, []byte("\ufeff")), " \t\r\n")
	if len(start) == 0 || start[0] != '{' {
		return answer
	}
	return quotedNumber.ReplaceAll(bot.CleanJSON(answer), []byte("$1$2"))
}

// unmarshal decodes an answer. A field of another type stays empty: odd is the name of
// the first, and err is nil.
func unmarshal(answer []byte, out any) (odd string, err error) {
	err = json.Unmarshal(answer, out)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if e.Field == "" {
			return "", err // the whole is no object
		}
		return e.Field, nil
	}
	return "", err
}
