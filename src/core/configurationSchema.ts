import { configurationKeys, type KeyDefinition, type KeyShape } from "./configurationKeys";
import {
  maxListLength,
  maxPatternLength,
  maxPatterns,
  maxSecrets,
  maxUrlLength,
  maxWildcards,
} from "./parseKeyValue";

type Schema = Readonly<Record<string, unknown>>;

const variableName = "^[A-Za-z_][A-Za-z0-9_]{0,255}$";

/** The JSON schema that gives completion and hover in editors; `media/secret-router.schema.json` is its print. */
export function configurationSchema(): Schema {
  const { environments, ...others } = configurationKeys;
  const properties = Object.fromEntries(
    Object.entries(others).map(([key, definition]) => [key, schemaOf(definition)]),
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Secret Router",
    description: "Which secrets are routed, from where, and how far.",
    type: "object",
    allowComments: true,
    allowTrailingCommas: true,
    additionalProperties: false,
    properties: {
      $schema: { type: "string", description: "The address of this schema, for editors that need it." },
      ...properties,
      environments: {
        type: "object",
        description: environments.description,
        additionalProperties: { type: "object", additionalProperties: false, properties },
      },
    },
  };
}

function schemaOf({ shape, fallback, description }: KeyDefinition): Schema {
  return { ...shapeSchema(shape), description, ...(fallback === undefined ? {} : { default: fallback }) };
}

function shapeSchema(shape: KeyShape): Schema {
  switch (shape.kind) {
    case "choice":
      return { type: "string", enum: shape.choices, ...(shape.hints && { enumDescriptions: shape.hints }) };
    case "number":
      return { type: shape.integer ? "integer" : "number", minimum: shape.minimum, maximum: shape.maximum };
    case "boolean":
      return { type: "boolean" };
    case "url":
      return { type: "string", maxLength: maxUrlLength, pattern: "^https?://[^@?#\\s]+$" };
    case "vaultPath":
      return { type: "string", pattern: "\\{name\\}" };
    case "patterns": {
      const tooMany = `(?!(?:[^*]*\\*){${maxWildcards + 1}})`;
      const list = {
        type: "array",
        maxItems: maxPatterns,
        items: { type: "string", pattern: `^${tooMany}[A-Za-z0-9_*]{1,${maxPatternLength}}$` },
      };
      return { type: "object", additionalProperties: false, properties: { include: list, exclude: list } };
    }
    case "secrets":
      return {
        type: "object",
        maxProperties: maxSecrets,
        propertyNames: { pattern: variableName },
        additionalProperties: { type: "string", pattern: "^(local|vault|op|aws|command):." },
      };
    case "servers":
      return {
        type: "object",
        additionalProperties: {
          type: "object",
          additionalProperties: false,
          properties: {
            secrets: {
              type: "array",
              maxItems: maxListLength,
              items: { type: "string", pattern: variableName },
            },
          },
        },
      };
    case "environments":
      throw new Error("Environments hold the other keys and have no shape of their own.");
    default:
      throw shape satisfies never;
  }
}
