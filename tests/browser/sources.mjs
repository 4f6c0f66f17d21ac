// Sources as JSON against the schemas of their forms (draft-07), with ajv.
//
// usage: node sources.mjs CASES
// CASES is a JSON file: [{"schema": PATH, "value": ...}]. Writes, as JSON, for
// each case the list of places that are wrong.
import { readFileSync } from "node:fs";
import Ajv from "ajv";

const read = path => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
// What editors know beside draft-07.
ajv.addVocabulary(["markdownDescription", "enumDescriptions",
                   "patternErrorMessage"]);
const compiled = new Map();

function validator(path) {
    if (!compiled.has(path)) compiled.set(path, ajv.compile(read(path)));
    return compiled.get(path);
}

const found = read(process.argv[2]).map(({ schema, value }) => {
    const validate = validator(schema);
    return validate(value) ? [] : validate.errors.map(
        e => `${e.instancePath} ${e.keyword}`);
});
console.log(JSON.stringify(found));
