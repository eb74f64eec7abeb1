namespace LstmGen.Benchmarks.Deployments;

/// <summary>A program that serves one 2 x 128 model, with all that must be shipped beside the runtime it needs.</summary>
/// <param name="Name">For people.</param>
/// <param name="Command">Starts it.</param>
/// <param name="NativeBytes">Of native code; null where it is only known to the program itself.</param>
/// <param name="ManagedBytes">Of assemblies.</param>
/// <param name="ModelBytes">Of the file with the model.</param>
internal sealed record DeployedProgram(
    string Name, string[] Command, long? NativeBytes, long ManagedBytes, long ModelBytes);
