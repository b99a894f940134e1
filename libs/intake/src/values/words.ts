import type { Condition, LegalBasis, Reason } from '#cases';
import { fold, remember } from './fold.js';

/**
 * Parts of words, without accents, by which a shop's text is recognised; the first list with a hit decides. Languages: en de
 * fr es it nl pt pl sv da nb fi cs sk hu ro hr bg el. Our own codes always count as themselves.
 */
const reasonParts: readonly (readonly [Reason, string])[] = [
  [
    'recall',
    'recall,ruckruf,rueckruf,rappel,retirada,richiamo,terugroep,recolha,wycofan,aterkall,tilbagekald,tilbakekall,takaisinvet,stazeni,stiahnut,visszahiv,rechemare,opoziv',
  ],
  [
    'missing_parts',
    'missing,incomplete,fehlteil,fehlt,fehlende,unvollstandig,unvollstaendig,manquant,incomplet,faltan,falta,incompleto,mancant,ontbre,onvolledig,brakuj,niekomplet,niepeln,saknas,saknad,ofullstandig,mangler,manglende,ufuldstandig,puuttu,puutteel,chybi,chyba,neuplny,hianyz,hianyos,lipsa,lipses,nedostaje,липсва,λειπει',
  ],
  [
    'damaged_in_transit',
    'transit,transport,shipping,shippingdamage,carrier,lieferschaden,versandschaden,livraisonabime,transporte,trasporto,beschadigdaangekomen,uszkodzonywtransporcie,frakt,kuljetus,preprava,doprav,prepravn,szallit',
  ],
  [
    'wrong_item',
    'wrongitem,wrongproduct,wrongarticle,wrongcolor,wrongcolour,incorrectitem,notordered,falscherartikel,falschartikel,falschlieferung,falscheware,falschesprodukt,falschgeliefert,mauvaisarticle,mauvaisproduit,erreurdearticle,articleerrone,equivocado,erroneo,articoloerrato,articolosbagliato,sbagliat,errato,verkeerd,fout,errado,trocado,pomylk,innytowar,blednytowar,niewlasciwy,felvara,felprodukt,felartikel,fellevererad,forkertvare,forkert,feilvare,feilprodukt,vaara,spatnezbozi,jinezbozi,nespravn,zlytovar,rossztermek,masiktermek,tevestermek,produsgresit,gresit,pogresan,kriviartikl,погреш,грешен,λαθος',
  ],
  [
    'arrived_late',
    'late,toolate,delay,verspat,verspaet,zuspat,zuspaet,retard,tropretard,tarde,retraso,ritardo,intardo,telaat,laat,atraso,atrasad,spoznion,zapozno,opoznien,forsen,forsenad,forsinket,sent,myohas,pozde,zpozd,neskoro,keson,keses,tarziu,intarziere,kasno,късно,αργησε,καθυστ',
  ],
  [
    'does_not_fit',
    'fit,size,toosmall,toobig,toolarge,tootight,toolong,tooshort,passt,passtnicht,zuklein,zugross,grosse,groesse,zueng,zuweit,taille,troppetit,tropgrand,talla,pequeno,grande,taglia,troppo,piccolo,maat,teklein,tegroot,past,tamanho,rozmiar,zamal,zaduz,passarinte,storlek,forliten,forstor,passer,storrelse,forlille,koko,liianpieni,liiansuuri,velikost,malyvel,velkost,meret,kicsi,nagy,marime,mic,prevelik,premal,velicina,размер,малк,голям,μεγεθος',
  ],
  [
    'damaged_in_transit',
    'damage,beschadigt,beschaedigt,abime,endommag,danad,danificad,danneggiat,beschadigd,uszkodz,skadad,skadet,beskadiget,vaurioit,poskozen,serult,deteriorat,ostecen,повред,φθαρ',
  ],
  [
    'defective',
    'defect,defekt,faulty,broken,brokendown,notworking,doesntwork,malfunction,kaputt,mangelhaft,funktioniertnicht,mangel,defaut,panne,casse,nefonctionne,defectuoso,averiad,roto,nofunciona,difettos,guasto,rotto,nonfunziona,kapot,werktniet,stuk,defeito,defeituos,avariad,wadliw,wada,uszkodzon,niedziala,zepsut,trasig,fungerarinte,defekti,viallinen,rikki,eitoimi,vadn,zavad,rozbit,nefunguj,chybn,hibas,nemmukodik,torott,stricat,nufunctioneaza,neispravan,neradi,дефект,неработи,ελαττωμ,χαλασ',
  ],
  [
    'not_as_described',
    'asdescribed,notasdescribed,description,notasexpected,expectation,differentfrom,quality,beschreibung,nichtwiebeschrieben,entsprichtnicht,erwart,qualitat,qualitaet,nonconforme,pasconforme,descrit,qualite,descrip,noescomo,calidad,descrizione,nonconforme,qualita,beschrijving,anders,verwacht,kwaliteit,descricao,qualidade,niezgodn,opisem,jakosc,beskrivning,somvantat,kvalitet,beskrivelse,forventet,kuvaus,odotus,laatu,popis,neodpovid,kvalit,leiras,minoseg,descriere,calitate,opis,kvaliteta,описание,качество,περιγραφη,ποιοτητα',
  ],
  [
    'changed_mind',
    'changedmind,changeofmind,changed,mind,nolongerneeded,nolongerwanted,notneeded,notwanted,unwanted,dontlike,notliked,dislike,ordermistake,orderedbymistake,bestbuy,betterprice,foundcheaper,withdraw,widerruf,gefallt,gefaellt,nichtgefall,andersuberlegt,umentschieden,nichtmehrbenotigt,meinung,changementdavis,changedavis,avis,retractation,neplait,plusbesoin,arrepent,desistimiento,yanoloquiero,nomegusta,cambiodeopinion,ripensamento,recesso,nonpiace,nonserve,bedenk,bedacht,herroep,bevaltniet,nietmeernodig,desisti,arrependimento,naogostei,mudei,odstapien,rozmysl,niepodoba,zmianazdania,rezygnac,angrat,angrar,anger,fortryd,angret,angre,likteikke,gillarinte,mieli,peruut,eimiellyt,odstoup,rozmysl,nelibi,odstupen,nepaci,elallas,meggondol,nemtetszik,razgandit,retragere,nuimiplace,predomisl,odustaj,отказ,размисли,нехаресва,υπαναχωρ,αλλαξα,δενμουαρεσε',
  ],
  [
    'other',
    'other,sonstig,anderergrund,autre,otro,altro,anders,outro,inne,inny,ovrigt,annat,andet,annet,muu,jine,ine,egyeb,altele,ostalo,drugo,друго,αλλο',
  ],
];

const basisParts: readonly (readonly [LegalBasis, string])[] = [
  [
    'withdrawal',
    'withdraw,widerruf,fernabsatz,retract,desistim,recesso,ripens,herroep,bedenktijd,arrepend,livreresolucao,odstapien,anger,fortryd,angrerett,peruut,odstoupen,odstupen,elallas,retragere,odustan,отказ,υπαναχωρ,rightofreturn,coolingoff',
  ],
  [
    'transport_damage',
    'transport,transit,shippingdamage,lieferschaden,versandschaden,frakt,kuljetus,preprav,szallit',
  ],
  [
    'wrong_item',
    'wrongitem,wrongdelivery,falschlieferung,falscherartikel,erreurdelivraison,articoloerrato,verkeerd,felleverans,forkert,feilleverans,vaara,pomylk,zamen',
  ],
  [
    'goodwill',
    'goodwill,kulanz,gestecommercial,gentileza,cortesia,coulance,goodwil,dobrawola,dobrejwoli,kulans,hyva,kulanc,meltanyossag',
  ],
  [
    'recall',
    'recall,ruckruf,rueckruf,rappel,retirada,richiamo,terugroep,recolha,aterkall,tilbagekald,tilbakekall,takaisinvet,stazeni,visszahiv',
  ],
  [
    'non_conformity',
    'nonconform,conformity,warranty,guarantee,gewahrleist,gewaehrleist,garant,sachmangel,mangel,conformite,conformidad,conformita,garanzia,conformiteit,conformidade,rekojmia,niezgodn,gwaranc,reklamation,reklam,takuu,virhe,zaruka,vad,szavatoss,jotallas,jamstvo,гаранц,εγγυηση,defect',
  ],
];

const conditionParts: readonly (readonly [Condition, string])[] = [
  // Denials first: `unopened` contains `open`.
  [
    'new',
    'unopened,unused,neverused,neverworn,ungeoffnet,ungeoeffnet,unbenutzt,ungetragen,nonouvert,jamaisporte,sinabrir,sinusar,nonaperto,nonusato,ongeopend,ongebruikt,ongedragen,naoaberto,nieotwart,nieuzywan,oanvand,ooppnad,ubrugt,uabnet,ubrukt,uapnet,kayttamaton,avaamaton,neotevren,nepouzit,neotvoren,bontatlan,nedesfacut,nefolosit,nekoristen,неотворен,неизползван',
  ],
  [
    'incomplete',
    'incomplete,missing,unvollst,fehl,incomplet,faltan,mancant,onvolledig,ontbre,niekompl,brak,ofullst,ufuldst,ufullst,puutt,neuplny,hianyos',
  ],
  [
    'damaged',
    'damage,defect,defekt,broken,faulty,beschad,kaputt,abime,endommag,casse,danad,roto,dannegg,rotto,kapot,beschadigd,danific,uszkodz,zepsut,skadad,trasig,skadet,beskadig,viallinen,rikki,vaurio,poskoz,rozbit,serult,hibas,deteriorat,ostecen,повред,cgoods,dgoods,scrap',
  ],
  [
    'unknown',
    'unknown,unbekannt,inconnu,desconocid,sconosciut,onbekend,nieznan,okand,ukendt,ukjent,tuntematon,neznam,ismeretlen',
  ],
  [
    'opened',
    'opened,open,geoffnet,geoeffnet,ouvert,abierto,aperto,geopend,aberto,otwart,oppnad,abnet,apnet,avattu,otevren,otvoren,felbontott,bontott,desfacut,отворен,ανοιγ,bgoods',
  ],
  [
    'used',
    'used,worn,gebraucht,getragen,benutzt,utilise,porte,usado,usato,gebruikt,uzywan,noszon,begagnad,anvand,brugt,brukt,kaytet,pouzit,nosen,hasznalt,folosit,uzat,koristen,използван,μεταχειρ',
  ],
  [
    'new',
    'new,unopened,unused,sealed,neu,ungeoffnet,originalverpackt,neuf,nonouvert,nuevo,sinabrir,nuovo,sigillato,nieuw,ongeopend,novo,nowy,nowe,nieuzywan,ny,oanvand,oppnad,uusi,kayttamaton,novy,nove,nepouzit,uj,bontatlan,nou,neotvoren,нов,καινουρ,agoods',
  ],
];

function reader<T extends string>(
  codes: readonly T[],
  parts: readonly (readonly [T, string])[],
): (text: string) => T | null {
  const own = new Map(codes.map((code) => [fold(code), code]));
  const lists = parts.map(([code, words]) => [code, words.split(',')] as const);
  return remember((text) => {
    const word = fold(text);
    const exact = own.get(word);
    if (exact !== undefined) return exact;
    for (const [code, words] of lists) {
      if (words.some((part) => (part.length <= 3 ? word === part : word.includes(part)))) return code;
    }
    return null;
  });
}

/** Our reason for a shop's words in any European language; words that we do not know are `other`. */
const knownReason = reader<Reason>(
  [
    'changed_mind',
    'does_not_fit',
    'not_as_described',
    'defective',
    'damaged_in_transit',
    'wrong_item',
    'missing_parts',
    'arrived_late',
    'recall',
    'other',
  ],
  reasonParts,
);
export function readReason(text: string): Reason {
  return knownReason(text) ?? 'other';
}

/** Our legal basis for a shop's words; null when they say none that we know. */
export const readLegalBasis = reader<LegalBasis>(
  ['withdrawal', 'non_conformity', 'transport_damage', 'wrong_item', 'goodwill', 'recall'],
  basisParts,
);

/** Our condition for a shop's words; null when they say none that we know. */
export const readCondition = reader<Condition>(
  ['new', 'opened', 'used', 'damaged', 'incomplete', 'unknown'],
  conditionParts,
);
