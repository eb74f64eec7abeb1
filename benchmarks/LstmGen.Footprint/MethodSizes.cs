using System.Reflection;
using System.Runtime.CompilerServices;
using LstmGen.Footprint.Models;

namespace LstmGen.Footprint;

/// <summary>IL bytes of every method that was generated for this assembly.</summary>
internal static class MethodSizes
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    internal static void Print()
    {
        foreach (Type type in typeof(Forecaster).Assembly.GetTypes().Where(type => type.Namespace == "LstmGen.Generated" || type.Namespace == typeof(Forecaster).Namespace))
        {
            foreach (MethodBase method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
            {
                if (method.GetMethodBody()?.GetILAsByteArray() is { } il)
                {
                    bool hot = (method.MethodImplementationFlags & MethodImplAttributes.AggressiveOptimization) != 0;
                    Console.WriteLine($"il,{type.FullName},{method.Name},{il.Length},{(hot ? 1 : 0)}");
                }
            }
        }
    }
}
