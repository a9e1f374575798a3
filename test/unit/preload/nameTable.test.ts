import { describe, expect, it } from "vitest";
import { defaultNameRules } from "../../../src/contract/secretNames";
import { createNameTable } from "../../../src/preload/nameTable";

describe("createNameTable", () => {
  it("gives a routed name one slot and a plain one null", () => {
    const table = createNameTable(defaultNameRules);
    const slot = table.slotOf("API_TOKEN");
    expect(slot?.name).toBe("API_TOKEN");
    expect(table.slotOf("API_TOKEN")).toBe(slot);
    expect(table.slotOf("PATH")).toBeNull();
    expect(table.slots).toEqual([slot]);
  });

  it("remembers 4,096 names and answers rightly for those beyond", () => {
    const table = createNameTable(defaultNameRules);
    for (let index = 0; index < 5000; index++) expect(table.slotOf(`PLAIN_${index}`)).toBeNull();
    expect(table.known.size).toBe(4096);
    expect(table.known.get("PLAIN_4095")).toBeNull();
    expect(table.known.get("PLAIN_4096")).toBeUndefined();
    expect(table.slotOf("LATE_TOKEN")?.name).toBe("LATE_TOKEN");
  });

  it("routes nothing once it was emptied", () => {
    const table = createNameTable(defaultNameRules);
    table.slotOf("API_TOKEN");
    table.empty();
    expect(table.slotOf("API_TOKEN")).toBeNull();
    expect(table.slotOf("OTHER_TOKEN")).toBeNull();
    expect(table.slots).toEqual([]);
  });
});
