import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import type { Claim } from '../desk-contract';
import { isClaimLost, loseContact } from '../desk-flow';

/** Asks the server something about a claim; learning that the claim is lost ends the contact. */
export async function onClaim<T>(claim: Claim, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (isClaimLost(error)) loseContact(claim);
    throw error;
  }
}

/** A step of the agent on a claim. */
export function useClaimAct<T, V = void>(
  claim: Claim,
  act: (variables: V) => Promise<T>,
  options: Pick<UseMutationOptions<T, Error, V>, 'onSuccess'> = {},
) {
  return useMutation<T, Error, V>({ mutationFn: (variables) => onClaim(claim, act(variables)), ...options });
}
