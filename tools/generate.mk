# What is made from schemas/ before anything is compiled. Generated files live in build/gen/.
GENERATED_HEADERS :=
GENERATED_OBJECTS :=
