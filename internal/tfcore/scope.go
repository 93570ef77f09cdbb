package tfcore

import (
	"crypto/sha256"
	"fmt"
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var sha256Func = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "text", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		return cty.StringVal(fmt.Sprintf("%x", sha256.Sum256([]byte(args[0].AsString())))), nil
	},
})

// functions are the functions of Terraform that tests use.
var functions = map[string]function.Function{
	"chomp": stdlib.ChompFunc, "concat": stdlib.ConcatFunc, "format": stdlib.FormatFunc, "join": stdlib.JoinFunc,
	"jsondecode": stdlib.JSONDecodeFunc, "jsonencode": stdlib.JSONEncodeFunc, "keys": stdlib.KeysFunc, "length": stdlib.LengthFunc,
	"lower": stdlib.LowerFunc, "merge": stdlib.MergeFunc, "replace": stdlib.ReplaceFunc, "sha256": sha256Func, "sort": stdlib.SortFunc,
	"substr": stdlib.SubstrFunc, "tolist": stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), "tonumber": stdlib.MakeToFunc(cty.Number),
	"toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), "tostring": stdlib.MakeToFunc(cty.String), "trimspace": stdlib.TrimSpaceFunc,
	"upper": stdlib.UpperFunc, "values": stdlib.ValuesFunc,
}

// scope returns the values that the expressions of a block can refer to. A block without
// a value is unknown.
func (r *run) scope(b *block, i instance) *hcl.EvalContext {
	r.mu.Lock()
	defer r.mu.Unlock()
	managed, data := map[string]map[string]cty.Value{}, map[string]map[string]cty.Value{}
	for _, other := range r.m.blocks {
		all := managed
		if other.data {
			all = data
		}
		if all[other.kind] == nil {
			all[other.kind] = map[string]cty.Value{}
		}
		all[other.kind][other.name] = cty.DynamicVal
		if v, ok := r.values[other.address()]; ok {
			all[other.kind][other.name] = v
		}
	}
	scope := &hcl.EvalContext{Functions: functions, Variables: objects(managed)}
	scope.Variables["data"] = cty.ObjectVal(objects(data))
	scope.Variables["var"] = cty.ObjectVal(r.m.variables)
	if b != nil && i.key != cty.NilVal {
		scope.Variables["count"] = cty.ObjectVal(map[string]cty.Value{"index": i.key})
		value := i.value
		if value == cty.NilVal {
			value = cty.DynamicVal
		}
		scope.Variables["each"] = cty.ObjectVal(map[string]cty.Value{"key": i.key, "value": value})
	}
	locals := map[string]cty.Value{}
	for range r.m.locals { // one pass for each level of references
		for name, x := range r.m.locals {
			scope.Variables["local"] = cty.ObjectVal(locals)
			if v, diags := x.Value(scope); !diags.HasErrors() {
				locals[name] = v
			}
		}
	}
	scope.Variables["local"] = cty.ObjectVal(locals)
	return scope
}

func objects(all map[string]map[string]cty.Value) map[string]cty.Value {
	values := map[string]cty.Value{}
	for kind, named := range all {
		values[kind] = cty.ObjectVal(maps.Clone(named))
	}
	return values
}
