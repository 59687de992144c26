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

// coalesce lays the given files over the chart's defaults: maps are merged, all else is replaced, null takes a default away.
func (c *chart) coalesce(given []string, stdin io.Reader) (map[string]interface{}, error) {
	values := c.defaults
	for _, name := range given {
		text, err := read(name, stdin)
		if err != nil {
			return nil, err
		}
		overlay := map[string]interface{}{}
		if err := yaml.UnmarshalStrict(text, &overlay); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values = merge(values, overlay)
	}
	return values, nil
}

func read(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
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
