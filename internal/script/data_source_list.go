package script

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSourceList returns paperspace_scripts: all scripts that match.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[dataList, paperspace.Script]{
		Noun:        "script",
		Description: "Lists the startup scripts that the key may see: the caller's own and the team's. The data source `paperspace_script` has the text of one.",
		Properties:  dataProperties,
		Part:        scripts,
		Filters:     func(m dataList) any { return m.dataItem },
		Fill:        func(m *dataList, found []paperspace.Script) { m.Scripts = tfx.Each(found, dataFromDomain) },
	}
}

func scripts(c *paperspace.Client) tfx.Lister[paperspace.Script] { return c.Scripts }
