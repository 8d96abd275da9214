print("hounsfield")
