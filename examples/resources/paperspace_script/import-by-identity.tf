import {
  to = paperspace_script.setup
  identity = {
    id = "scf64o4x1"
  }
}

resource "paperspace_script" "setup" {
  name        = "setup"
  script_text = "#!/bin/bash\napt-get update\n"
}
