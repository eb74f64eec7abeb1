namespace LstmGen.Training;

/// <summary>What stands for a value that is missing.</summary>
public enum SeriesFill
{
    /// <summary>The last value before it: looks at nothing later.</summary>
    Last,

    /// <summary>
    /// The straight line from the last value before to the first after. It looks ahead: within a gap an input would tell what comes
    /// behind it. For columns that are known in advance, and for data that are whole before anything is forecast.
    /// </summary>
    Linear,

    /// <summary>A number for the column, such as its mean over the training rows.</summary>
    Mean,
}
