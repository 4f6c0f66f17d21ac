check templates/taisho
