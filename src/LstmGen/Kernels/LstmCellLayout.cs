using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>
/// What the run time knows of a cell: how many sums of products a unit has, and the names and kinds of its tensors and states. Everything that packs,
/// names, copies or stores parameters and states loops over it.
/// </summary>
/// <remarks>The generator compiles this file too, where the type is not public: hence no newer C# and no API of .NET's later versions.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
sealed partial class LstmCellLayout
{
    /// <summary>A layout, as generated code gives it.</summary>
    /// <param name="sums">Sums of a unit. Matrices have a row for each unit of each sum, [sums H, columns], biases a value, [sums H].</param>
    /// <param name="inputWeights">Name of the matrix that the inputs are multiplied by.</param>
    /// <param name="recurrentWeights">Name of the matrix that h is multiplied by.</param>
    /// <param name="biases">Names of the biases; their sum is where sums start.</param>
    /// <param name="vectors">Names of the tensors of one weight a unit, [H], in the order in which the cell reads them.</param>
    /// <param name="states">Names of what a unit carries from step to step; what the recurrence and later layers read is the first.</param>
    public LstmCellLayout(int sums, string inputWeights, string recurrentWeights, string[] biases, string[] vectors, string[] states)
    {
        Sums = sums;
        InputWeights = inputWeights;
        RecurrentWeights = recurrentWeights;
        Biases = biases;
        Vectors = vectors;
        States = states;
        VectorRows = new int[vectors.Length];
        for (int at = 0; at < vectors.Length; at++)
        {
            VectorRows[at] = 1;
        }
    }

    /// <summary>A layout of a cell that takes sums by rows, as generated code gives it.</summary>
    /// <param name="sums">Sums of a unit over the inputs, and as many over h.</param>
    /// <param name="inputWeights">Name of the matrix that the inputs are multiplied by.</param>
    /// <param name="recurrentWeights">Name of the matrix that h is multiplied by.</param>
    /// <param name="biases">Names of the biases.</param>
    /// <param name="place">Where they are added.</param>
    /// <param name="vectors">Names of the tensors of weights a unit, in the order in which the cell reads them, behind biases that it adds.</param>
    /// <param name="vectorRows">How many weights a unit each has: [rows H].</param>
    /// <param name="states">Names of what a unit carries from step to step; what the recurrence and later layers read is the first.</param>
    /// <param name="heads">Groups of units, one behind the other, that read no h but their own: R has so many columns fewer.</param>
    public LstmCellLayout(
        int sums, string inputWeights, string recurrentWeights, string[] biases, LstmBiasPlace place, string[] vectors, int[] vectorRows, string[] states, int heads = 1)
        : this(sums, inputWeights, recurrentWeights, biases, vectors, states)
    {
        Place = place;
        VectorRows = vectorRows;
        TakesRows = true;
        Heads = heads;
    }

    /// <summary>The same cell whose states begin with tensors of their own; for generated code.</summary>
    public LstmCellLayout WithInitialStates()
    {
        var copy = (LstmCellLayout)MemberwiseClone();
        copy.LearnsInitialStates = true;
        return copy;
    }

    internal int Sums { get; }

    internal string InputWeights { get; }

    internal string RecurrentWeights { get; }

    internal string[] Biases { get; }

    internal LstmBiasPlace Place { get; }

    internal string[] Vectors { get; }

    /// <summary>Weights a unit of each of these.</summary>
    internal int[] VectorRows { get; }

    /// <summary>Groups of units that read no h but their own.</summary>
    internal int Heads { get; } = 1;

    /// <summary>Whether the cell takes sums of inputs and of h apart, by rows, and has kernels of its own.</summary>
    internal bool TakesRows { get; }

    internal string[] States { get; }

    /// <summary>Whether there is a tensor for each state that sequences begin with.</summary>
    internal bool LearnsInitialStates { get; private set; }
}
