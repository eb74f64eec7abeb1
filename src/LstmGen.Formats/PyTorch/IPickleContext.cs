namespace LstmGen.Formats;

/// <summary>What a pickle may ask for beyond plain values.</summary>
internal interface IPickleContext
{
    /// <summary>What a call gives.</summary>
    /// <param name="pickle">For messages.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="arguments">What it is given.</param>
    /// <exception cref="LstmFormatException">It is none of the few that are known.</exception>
    object? Call(PickleMachine pickle, PickleGlobal function, object?[] arguments);

    /// <summary>What a persistent id stands for.</summary>
    object? Load(PickleMachine pickle, object? id);
}
