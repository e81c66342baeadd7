package content

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Schema returns a JSON Schema (draft 7) of the campaign file, with descriptions in
// Chinese, for editors that complete and check YAML.
func Schema(known Vocabulary) ([]byte, error) {
	definitions := map[string]any{}
	for _, s := range fileSections() {
		definitions[s.name] = sectionSchema(s, known)
	}
	root, _ := definitions[rootName].(map[string]any)
	delete(definitions, rootName)
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = "公开课活动文件 campaign/v1"
	root["definitions"] = definitions
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(root)
	return b.Bytes(), err
}

// sectionSchema describes a mapping.
func sectionSchema(s fileSection, known Vocabulary) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range s.fields {
		about := f.about
		if f.def != "" {
			about += "不写就是 " + f.def + "。"
		}
		if f.example != "" {
			about += "例：" + f.example
		}
		schema := fieldSchema(f, known)
		schema["description"] = about
		properties[f.key] = schema
		if f.need {
			required = append(required, f.key)
		}
	}
	out := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	if s.about != "" {
		out["description"] = s.about
	}
	return out
}

// fieldSchema describes the value of a key.
func fieldSchema(f field, known Vocabulary) map[string]any {
	switch f.kind {
	case timeField:
		return map[string]any{"type": "string", "pattern": "[0-9０-９一二三四五六七八九十]"}
	case dayField:
		if len(f.words) > 0 {
			return anyOf(map[string]any{"enum": f.words}, map[string]any{"type": "string", "pattern": "[0-9０-９]"})
		}
		return map[string]any{"type": "string", "pattern": "[0-9０-９]"}
	case hoursField:
		return map[string]any{"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2}$"}
	case durationField:
		return map[string]any{"type": "string", "pattern": "^[0-9]+ *(秒钟?|分钟|分|小时|s|m|min|h)$"}
	case numberField:
		n := map[string]any{"type": "integer", "minimum": f.low, "maximum": f.high}
		if len(f.words) > 0 {
			return anyOf(n, map[string]any{"enum": f.words})
		}
		return n
	case shareField:
		return map[string]any{"type": "number", "minimum": 0, "maximum": 1}
	case flagField:
		return map[string]any{"type": "boolean"}
	case choiceField:
		return map[string]any{"enum": f.words}
	case listField:
		if len(f.words) > 0 {
			return map[string]any{"type": "array", "items": map[string]any{"enum": f.words}}
		}
		return map[string]any{"type": "array", "items": words()}
	case linkField:
		return map[string]any{"type": "string", "pattern": "^(https?://[!-~]+)?$"}
	case mapField:
		return map[string]any{"allOf": []any{reference(f.key)}}
	case itemsField:
		return map[string]any{"type": "array", "items": reference(f.key)}
	case freeField:
		return freeSchema(f.key, known)
	case textField:
	}
	if f.need {
		w := words()
		w["minLength"] = 1
		return w
	}
	return words()
}

// words describes a text. A number without quotes is one, too.
func words() map[string]any { return map[string]any{"type": []string{"string", "number"}} }

func anyOf(of ...map[string]any) map[string]any { return map[string]any{"anyOf": of} }

func reference(section string) map[string]any {
	return map[string]any{"$ref": "#/definitions/" + section}
}

// freeSchema describes a mapping whose keys the operator chooses.
func freeSchema(key string, known Vocabulary) map[string]any {
	list := map[string]any{"type": "array", "items": words(), "minItems": 1}
	switch key {
	case "数字菜单":
		return map[string]any{
			"type": "object", "additionalProperties": words(), "propertyNames": map[string]any{"pattern": "^[0-9]$"},
		}
	case "指令别名":
		return map[string]any{
			"type": "object", "additionalProperties": list, "propertyNames": map[string]any{"enum": known.Commands},
		}
	case "文本":
		texts := map[string]any{}
		for _, k := range slices.Sorted(maps.Keys(builtinTexts())) {
			texts[string(k)] = map[string]any{"type": "string", "minLength": 1, "description": "内置的说法：" + builtinTexts()[k]}
		}
		own := map[string]any{"type": "string", "minLength": 1} // of reminders
		return map[string]any{"type": "object", "properties": texts, "additionalProperties": own}
	default:
		return map[string]any{"type": "object", "additionalProperties": list}
	}
}
