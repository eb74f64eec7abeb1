namespace LstmGen.Generator.Planning;

/// <summary>What the planner needs to know of an instruction set.</summary>
internal sealed record Target(Machine Machine, Tuning Tuning);
