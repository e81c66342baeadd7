package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// parseJSON reads a push in the platform's JSON format: an object whose values are
// strings, numbers or raw JSON. A repeated name is rejected.
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

// setJSON sets an element to a string or a number as text, or to raw JSON.
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

// parse reads a push in XML or in JSON, which an account can choose. The first
// character tells which.
func parse(doc document, b []byte) (document, error) {
	if t := bytes.TrimLeft(b, " \t\r\n"); len(t) > 0 && t[0] == '{' {
		return parseJSON(t)
	}
	return parseXML(doc, b)
}
