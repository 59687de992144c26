package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

// read takes the given files.
func read(given []string, stdin io.Reader) ([][]byte, error) {
	texts := make([][]byte, 0, len(given))
	for _, name := range given {
		var text []byte
		var err error
		if name == "-" {
			text, err = io.ReadAll(stdin)
		} else {
			text, err = os.ReadFile(name)
		}
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// coalesce lays the given texts over the chart's defaults: maps are merged, all else is replaced, null takes a default away.
func (c *chart) coalesce(texts [][]byte) (map[string]interface{}, error) {
	values := c.defaults
	for _, text := range texts {
		overlay := map[string]interface{}{}
		if err := yaml.UnmarshalStrict(text, &overlay); err != nil {
			return nil, err
		}
		values = merge(values, overlay)
	}
	return values, nil
}

func merge(base, overlay map[string]interface{}) map[string]interface{} {
	merged := make(map[string]interface{}, len(base)+len(overlay))
	for key, value := range base {
		merged[key] = value
	}
	for key, value := range overlay {
		inner, isMap := value.(map[string]interface{})
		below, wasMap := merged[key].(map[string]interface{})
		switch {
		case value == nil:
			delete(merged, key)
		case isMap && wasMap:
			merged[key] = merge(below, inner)
		default:
			merged[key] = value
		}
	}
	return merged
}

// validate holds the values against values.schema.json with the validator that helm uses.
func (c *chart) validate(values map[string]interface{}) error {
	if c.schema == nil {
		return errors.New("the chart has no values.schema.json")
	}
	document, err := json.Marshal(values)
	if err != nil {
		return err
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(c.schema), gojsonschema.NewBytesLoader(document))
	if err != nil {
		return fmt.Errorf("values.schema.json: %w", err)
	}
	if result.Valid() {
		return nil
	}
	lines := []string{"values don't meet the specifications of the schema:"}
	for _, problem := range result.Errors() {
		lines = append(lines, "- "+problem.String())
	}
	return errors.New(strings.Join(lines, "\n"))
}
