package snapshot_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
