package tfx

import (
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// A textLister is an object with properties that are lists of strings; see [TextList].
type textLister interface {
	Texts(f paperspace.Field) []string
}

// values returns the properties of an object. What Paperspace does not show is null.
func (p Properties) values(t paperspace.Gettable) map[string]attr.Value {
	all := make(map[string]attr.Value, len(p))
	for name, q := range p {
		shown, _ := t.Get(paperspace.Field(name))
		switch q.kind {
		case number:
			n, err := strconv.ParseInt(shown, 10, 64)
			all[name] = types.Int64Value(n)
			if err != nil {
				all[name] = types.Int64Null()
			}
		case flag:
			b, err := strconv.ParseBool(shown)
			all[name] = types.BoolValue(b)
			if err != nil {
				all[name] = types.BoolNull()
			}
		case texts:
			all[name] = textList(t, paperspace.Field(name))
		case text:
			all[name] = StringOrNull(shown)
		}
	}
	return all
}

func textList(t paperspace.Gettable, f paperspace.Field) attr.Value {
	lister, ok := t.(textLister)
	if !ok || lister.Texts(f) == nil {
		return types.ListNull(types.StringType)
	}
	return types.ListValueMust(types.StringType, Each(lister.Texts(f), func(s string) attr.Value { return types.StringValue(s) }))
}

// objectType returns the type of an object with the properties as results.
func (p Properties) objectType() types.ObjectType {
	all := make(map[string]attr.Type, len(p))
	for name, a := range p.Shown() {
		all[name] = a.GetType()
	}
	return types.ObjectType{AttrTypes: all}
}

// ListValue returns the value of a list attribute. Each item contains the values that the
// function returns for an object. Without objects, the list is empty and not null.
func ListValue[T any](p Properties, all []T, values func(T) map[string]attr.Value) types.List {
	of := p.objectType()
	return types.ListValueMust(of, Each(all, func(t T) attr.Value { return types.ObjectValueMust(of.AttrTypes, values(t)) }))
}

// ListOf is [ListValue] for objects that return the properties themselves.
func ListOf[T paperspace.Gettable](p Properties, all []T) types.List {
	return ListValue(p, all, func(t T) map[string]attr.Value { return p.values(t) })
}

// Plain converts a value of a type in this package to the framework's own type.
func Plain(v attr.Value) attr.Value {
	switch v := v.(type) {
	case Whole:
		return v.Int64Value
	case Region:
		return v.StringValue
	case Word:
		return v.StringValue
	}
	return v
}

// FilterOf returns the filter of a configuration: the properties that are set in it.
func (p Properties) FilterOf(config tfsdk.Config) paperspace.Filter {
	f := paperspace.Filter{}
	var values map[string]tftypes.Value
	if config.Raw.IsNull() || config.Raw.As(&values) != nil {
		return f
	}
	for name := range p {
		if text, set := filterText(values[name]); set {
			f[paperspace.Field(name)] = text
		}
	}
	return f
}

// filterText returns a value as the text of a filter, and reports whether it is set.
func filterText(v tftypes.Value) (text string, set bool) {
	if v.Type() == nil || v.IsNull() || !v.IsKnown() {
		return "", false
	}
	var number big.Float
	var flag bool
	switch {
	case v.As(&text) == nil:
		return text, true
	case v.As(&number) == nil:
		return number.Text('f', -1), true
	case v.As(&flag) == nil:
		return strconv.FormatBool(flag), true
	}
	return "", false
}
