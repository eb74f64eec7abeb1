using LstmGen;

namespace LstmGen.Samples.Quickstart;

/// <summary>Forecasts the load of a machine from eight of its counters; trained by Training/train.py.</summary>
[LstmModel(hidden: 64, layers: 2, input: 8, output: 1)]
public sealed partial class MachineLoad;

/// <summary>Forecasts the next value of any series from its change and its level; trained by Training/train_series.py.</summary>
[LstmModel(hidden: 32, layers: 2, input: 2, output: 1)]
public sealed partial class AnySeries;
