using LstmGen;

namespace LstmGen.Samples.Quickstart;

/// <summary>Forecasts the load of a machine from eight of its counters.</summary>
[LstmModel(hidden: 64, layers: 2, input: 8, output: 1)]
public sealed partial class MachineLoad;

/// <summary>Forecasts the next value of any series from its last change and its level.</summary>
[LstmModel(hidden: 32, layers: 2, input: 2, output: 1)]
public sealed partial class AnySeries;
