package tfx

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Properties are what data sources return about objects of one kind, by attribute name.
// Most of them can also be filters.
type Properties map[string]Property

// Property is the type and the description of an attribute.
type Property struct {
	kind        kind
	description string
	values      []string // all valid values of a text; nil if not all are known
}

type kind int

const (
	text kind = iota
	number
	flag
	texts
)

// Text is a property that is a string.
func Text(description string) Property { return Property{kind: text, description: description} }

// OneOf is [Text] for a property with a fixed set of values, which are not
// case-sensitive.
func OneOf(values []string, description string) Property {
	return Property{kind: text, description: description, values: values}
}

// Number is a property that is a whole number.
func Number(description string) Property { return Property{kind: number, description: description} }

// Flag is a property that is true or false.
func Flag(description string) Property { return Property{kind: flag, description: description} }

// TextList is a property that is a list of strings. It cannot be a filter.
func TextList(description string) Property { return Property{kind: texts, description: description} }

// Only returns the properties with these names.
func (p Properties) Only(names ...string) Properties {
	some := Properties{}
	for _, name := range names {
		some[name] = p[name]
	}
	return some
}

// Shown returns the properties as results.
func (p Properties) Shown() map[string]schema.Attribute {
	return p.attributes(false, true, func(q Property) string { return q.description })
}

// Sought returns the properties as filters and results, for a data source of one object.
// The plural is what such objects are called.
func (p Properties) Sought(plural string) map[string]schema.Attribute {
	return p.attributes(true, true, func(q Property) string {
		if q.kind == text {
			return q.description + " If set, it is a filter. The text `null` finds " + plural + " without a value." + q.note()
		}
		return q.description + " If set, it is a filter."
	})
}

// Filters returns the properties as filters only, for a data source of many objects.
func (p Properties) Filters(plural string) map[string]schema.Attribute {
	return p.attributes(true, false, func(q Property) string {
		if q.kind == text {
			return "Only " + plural + " with this value. " + q.description + " The text `null` finds " + plural + " without a value." + q.note()
		}
		return "Only " + plural + " with this value. " + q.description
	})
}

func (p Properties) attributes(optional, computed bool, describe func(Property) string) map[string]schema.Attribute {
	all := make(map[string]schema.Attribute, len(p))
	for name, q := range p {
		switch q.kind {
		case number:
			a := schema.Int64Attribute{Optional: optional, Computed: computed, MarkdownDescription: describe(q)}
			if optional {
				a.CustomType = WholeType{}
			}
			all[name] = a
		case flag:
			all[name] = schema.BoolAttribute{Optional: optional, Computed: computed, MarkdownDescription: describe(q)}
		case texts:
			if computed {
				all[name] = schema.ListAttribute{ElementType: types.StringType, Computed: true, MarkdownDescription: q.description}
			}
		case text:
			a := schema.StringAttribute{Optional: optional, Computed: computed, MarkdownDescription: describe(q)}
			if optional {
				a.Validators = q.validators(name)
			}
			all[name] = a
		}
	}
	return all
}

// note returns what users must know about the values of a filter.
func (q Property) note() string {
	if q.values == nil {
		return ""
	}
	return " Not case-sensitive."
}

// validators returns the validators of a filter.
func (q Property) validators(name string) []validator.String {
	all := NotEmpty()
	if name == "id" || strings.HasSuffix(name, "_id") {
		all = append(all, ID())
	}
	if strings.HasPrefix(name, "dt_") {
		all = append(all, filterValue{})
	}
	if q.values != nil {
		all = append(all, filterValue{values: q.values})
	}
	return all
}
