package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// parseJSON reads a push in the platform's JSON format: a flat object, whose
// values may also be numbers; a name given twice is refused.
func parseJSON(b []byte) (document, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, errMalformed
	}
	var doc document
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, errMalformed
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, errMalformed
		}
		key, ok := name.(string)
		if !ok {
			return nil, errMalformed
		}
		e := element{name: key}
		e.setJSON(raw)
		if doc, err = doc.add(e); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, errMalformed
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errMalformed
	}
	return doc, nil
}

// setJSON takes strings and numbers as text and keeps everything else raw.
func (e *element) setJSON(raw json.RawMessage) {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(raw, &s) == nil:
		e.value = clean([]byte(s))
	case json.Unmarshal(raw, &n) == nil:
		e.value = n.String()
	default:
		e.raw = raw
	}
}

// parse reads a push in either format, told apart by its first character
// (the platform sends JSON where the account is set so).
func parse(b []byte) (document, error) {
	if t := bytes.TrimLeft(b, " \t\r\n"); len(t) > 0 && t[0] == '{' {
		return parseJSON(t)
	}
	return parseXML(b)
}
