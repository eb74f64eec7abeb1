namespace LstmGen.Samples.Edge;

/// <summary>
/// Hears what state a machine is in: 8 ms of its vibration in (128 samples at 16 kHz), a score for each of
/// <see cref="States"/> out. Its weights, machine.safetensors, are written by ../EdgeTraining.
/// </summary>
[LstmModel(hidden: 128, layers: 2, input: 128, output: 4)]
public sealed partial class Machine
{
    /// <summary>Samples a second.</summary>
    public const int Rate = 16_000;

    /// <summary>The states, in the order of the scores.</summary>
    public static string[] States { get; } = ["off", "running", "unbalanced", "bearing"];
}
