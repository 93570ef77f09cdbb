package tfcore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// fileName is the name of the configuration in errors.
const fileName = "main.tf"

// module is a parsed configuration.
type module struct {
	src       []byte
	provider  hcl.Body
	blocks    []*block
	outputs   map[string]hcl.Expression
	locals    map[string]hcl.Expression
	variables map[string]cty.Value
}

// block is a resource or a data source.
type block struct {
	data        bool
	kind, name  string
	body        hcl.Body // without the meta-arguments
	count       hcl.Expression
	forEach     hcl.Expression
	dependsOn   []string // addresses of blocks
	createIs1st bool     // create_before_destroy
	ignored     []string // ignore_changes
	needs       []string // addresses of the blocks that it refers to, including dependsOn
	at          hcl.Range
}

func (b *block) address() string {
	if b.data {
		return "data." + b.kind + "." + b.name
	}
	return b.kind + "." + b.name
}

// gone returns the block of an object that the configuration no longer has.
func (b *block) gone() *block {
	return &block{data: b.data, kind: b.kind, name: b.name, body: hcl.EmptyBody(), createIs1st: b.createIs1st, needs: b.needs}
}

var (
	rootSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "terraform"}, {Type: "provider", LabelNames: []string{"name"}}, {Type: "locals"},
		{Type: "variable", LabelNames: []string{"name"}}, {Type: "output", LabelNames: []string{"name"}},
		{Type: "resource", LabelNames: []string{"type", "name"}}, {Type: "data", LabelNames: []string{"type", "name"}},
	}}
	metaSchema = &hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{{Name: "count"}, {Name: "for_each"}, {Name: "depends_on"}},
		Blocks:     []hcl.BlockHeaderSchema{{Type: "lifecycle"}},
	}
)

// parse reads a configuration for a provider with these schemas.
func parse(src string, s *schemas) (*module, error) {
	file, diags := hclsyntax.ParseConfig([]byte(src), fileName, hcl.InitialPos)
	m := &module{
		src: []byte(src), provider: hcl.EmptyBody(),
		outputs: map[string]hcl.Expression{}, locals: map[string]hcl.Expression{}, variables: map[string]cty.Value{},
	}
	if diags.HasErrors() {
		return nil, diags
	}
	content, diags := file.Body.Content(rootSchema)
	for _, b := range content.Blocks {
		var more hcl.Diagnostics
		switch b.Type {
		case "provider":
			m.provider = b.Body
		case "locals":
			var all hcl.Attributes
			all, more = b.Body.JustAttributes()
			for name, a := range all {
				m.locals[name] = a.Expr
			}
		case "variable":
			more = m.variable(b)
		case "output":
			var all hcl.Attributes
			all, more = b.Body.JustAttributes()
			if value, ok := all["value"]; ok {
				m.outputs[b.Labels[0]] = value.Expr
			}
		case "resource", "data":
			more = m.block(b)
		}
		diags = append(diags, more...)
	}
	if body, ok := file.Body.(*hclsyntax.Body); ok {
		diags = append(diags, hclsyntax.VisitAll(body, known)...)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return m, m.link(s)
}

// known returns an error for a call of a function that this package does not have.
func known(node hclsyntax.Node) hcl.Diagnostics {
	if call, ok := node.(*hclsyntax.FunctionCallExpr); ok && functions[call.Name] == (function.Function{}) {
		return hcl.Diagnostics{unsupported(call.Name+"()", call.NameRange)}
	}
	return nil
}

func (m *module) variable(b *hcl.Block) hcl.Diagnostics {
	all, diags := b.Body.JustAttributes()
	if value, ok := all["default"]; ok {
		v, more := value.Expr.Value(nil)
		m.variables[b.Labels[0]], diags = v, append(diags, more...)
	}
	return diags
}

func (m *module) block(b *hcl.Block) hcl.Diagnostics {
	meta, rest, diags := b.Body.PartialContent(metaSchema)
	r := &block{data: b.Type == "data", kind: b.Labels[0], name: b.Labels[1], body: rest, at: b.DefRange}
	if a, ok := meta.Attributes["count"]; ok {
		r.count = a.Expr
	}
	if a, ok := meta.Attributes["for_each"]; ok {
		r.forEach = a.Expr
	}
	if a, ok := meta.Attributes["depends_on"]; ok {
		for _, t := range a.Expr.Variables() {
			r.dependsOn = append(r.dependsOn, target(t))
		}
	}
	for _, l := range meta.Blocks {
		all, more := l.Body.JustAttributes()
		diags = append(diags, more...)
		for name, a := range all {
			switch name {
			case "create_before_destroy":
				v, more := a.Expr.Value(nil)
				diags = append(diags, more...)
				r.createIs1st = !more.HasErrors() && v.True()
			case "ignore_changes":
				for _, t := range a.Expr.Variables() {
					r.ignored = append(r.ignored, t.RootName())
				}
			default:
				diags = append(diags, unsupported("lifecycle."+name, a.NameRange))
			}
		}
	}
	m.blocks = append(m.blocks, r)
	return diags
}

func unsupported(what string, at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Not supported by tfcore: " + what, Subject: &at}
}

// link sets the references between blocks.
func (m *module) link(s *schemas) error {
	for _, b := range m.blocks {
		spec, err := s.spec(b)
		if err != nil {
			return err
		}
		needs := map[string]bool{}
		for _, address := range b.dependsOn {
			needs[address] = true
		}
		m.collect(needs, hcldec.Variables(b.body, spec))
		for _, x := range []hcl.Expression{b.count, b.forEach} {
			if x != nil {
				m.collect(needs, x.Variables())
			}
		}
		b.needs = slices.Sorted(maps.Keys(needs))
		for _, address := range b.needs {
			if m.find(address) == nil {
				return fmt.Errorf("Reference to undeclared resource: %s refers to %s", b.address(), address) //nolint:staticcheck // Terraform's text
			}
		}
	}
	for _, b := range m.blocks {
		if b.createIs1st {
			m.createFirst(b.needs)
		}
	}
	return nil
}

// createFirst sets create_before_destroy for the blocks that a block needs, as Terraform
// does.
func (m *module) createFirst(addresses []string) {
	for _, address := range addresses {
		if b := m.find(address); !b.data && !b.createIs1st {
			b.createIs1st = true
			m.createFirst(b.needs)
		}
	}
}

func (m *module) collect(needs map[string]bool, all []hcl.Traversal) {
	for _, t := range all {
		switch t.RootName() {
		case "var", "each", "count":
		case "local":
			if x := m.locals[step(t, 1)]; x != nil {
				m.collect(needs, x.Variables())
			}
		default:
			needs[target(t)] = true
		}
	}
}

// target returns the address of the block that an expression refers to.
func target(t hcl.Traversal) string {
	if t.RootName() == "data" {
		return "data." + step(t, 1) + "." + step(t, 2)
	}
	return t.RootName() + "." + step(t, 1)
}

func step(t hcl.Traversal, i int) string {
	if i < len(t) {
		if a, ok := t[i].(hcl.TraverseAttr); ok {
			return a.Name
		}
	}
	return ""
}

func (m *module) find(address string) *block {
	i := slices.IndexFunc(m.blocks, func(b *block) bool { return b.address() == address })
	if i < 0 {
		return nil
	}
	return m.blocks[i]
}

// levels returns the blocks in the order of references. The blocks of a level do not
// refer to each other.
func (m *module) levels() (levels [][]*block) {
	done := map[string]bool{}
	for left := m.blocks; len(left) > 0; {
		var now, later []*block
		for _, b := range left {
			if slices.ContainsFunc(b.needs, func(address string) bool { return !done[address] }) {
				later = append(later, b)
			} else {
				now = append(now, b)
			}
		}
		if len(now) == 0 { // a cycle
			return append(levels, later)
		}
		for _, b := range now {
			done[b.address()] = true
		}
		levels, left = append(levels, now), later
	}
	return levels
}
